"""Between agencies: outbox and inbox, and the transport that carries parcels from one to the other."""
