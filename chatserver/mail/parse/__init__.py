"""Reading mail: from hostile bytes to a `ReceivedMail`. Pure: no I/O, nothing fetched; begin at `reading.read_mail`."""
