//! The REST interface, called on the router without a socket.
