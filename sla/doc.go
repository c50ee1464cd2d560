// Package sla says when something is due: business calendars, clocks, agreements.
package sla
