"""The equations of any network, with the numbers of one sample put in. No Qt."""
