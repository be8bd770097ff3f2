"""The numbers of the law: one YAML file each, dated, with their reference."""
