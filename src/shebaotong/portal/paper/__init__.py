"""Documents on paper: PDF by typst, one page design, a code that anybody can verify."""
