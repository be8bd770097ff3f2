"""Benefits that go on: proving the right to them (资格认证)."""
