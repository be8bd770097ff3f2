"""When a person may, and at the latest does, retire: age, window, minimum contributions."""
