"""Our SMTP client: pipelined (RFC 2920), reused connections, each recipient's fate told apart."""
