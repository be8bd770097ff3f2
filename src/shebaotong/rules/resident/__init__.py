"""Pension of urban and rural residents: amount, required years, back-payment and its loan."""
