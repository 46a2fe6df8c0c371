"""tag: find drugs, posology, services, sites, guidelines and conditions in flowing text."""
