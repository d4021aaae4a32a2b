"""The declarations between a base and a head, where one deploy is not enough: found by holding back, judged by the review."""
