"""Websockets: parse, authorise, call one action, write."""
