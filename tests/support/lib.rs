//! What the tests share: the server as a child process, browsers, pages and journeys.
