"""The demonstration: an invented market, made through the services, in a folder of its own."""
