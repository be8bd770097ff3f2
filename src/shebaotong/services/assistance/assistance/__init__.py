"""Assistance (协查): one agency asks another what its register says."""
