"""What has drifted: for people, for scripts, as annotations and as pages."""
