"""Getting back what was overpaid, without taking what a person lives on."""
