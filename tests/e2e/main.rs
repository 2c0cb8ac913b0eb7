//! Journeys of residents and staff in real browsers.
