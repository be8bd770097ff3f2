"""Pictures computed on the server: geometry here, colours in charts.css, markup in the components."""
