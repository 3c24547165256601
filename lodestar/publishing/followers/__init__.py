"""Followers by mail come along: lists of other services read, checked, and written for the service that comes next."""
