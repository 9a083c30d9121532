"""What readers see: thin views over the use cases."""
