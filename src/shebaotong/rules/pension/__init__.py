"""What an employee is paid: divisor, index, components, determination."""
