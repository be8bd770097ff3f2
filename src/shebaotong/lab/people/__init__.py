"""Demonstration people: made up, deterministic, and recognisable as made up by every number they bear.

- Resident numbers have 99 as county (``4504 99 …``): no edition of GB/T 2260 has such a county, so no
  living person has such a number. Check digits are right.
- Residence permits of Hong Kong, Macau and Taiwan residents have sequence numbers from 990, which the
  few permit holders born on one day never reach.
- Travel permits begin with 99 (``H99…``, ``99…``); passports are of UTO, the Utopia of ICAO's specimens;
  foreigners' cards name the country 999 (XXU), which ISO 3166 leaves to private use.
- Telephone numbers begin with 154, which no operator has been given.
- Employers' codes hold ``DEM0`` where the organisation's own code stands.

Each record is marked ``synthetic`` as well, and pages show 演示 beside the name.
"""
