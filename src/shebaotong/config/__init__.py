"""Settings, urls and wiring: the only place that names concrete back ends."""
