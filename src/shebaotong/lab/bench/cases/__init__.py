"""``shebaotong bench cases``: whole cases over HTTP, beside pgbench with the very same statements."""
