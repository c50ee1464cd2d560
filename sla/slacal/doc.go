// Package slacal turns the holiday rules of rickar/cal, which knows those of some thirty countries, into holidays of package
// sla. It is a module of its own so that nobody who needs no country's rules downloads them.
//
//	holidays, err := slacal.Holidays(us.Holidays, slacal.Options{From: 2026, To: 2035})
//	hours.Holidays = append(hours.Holidays, holidays...)
//	desk, err := sla.Compile(hours)
//
// Only the rules are rickar/cal's: which date a holiday falls on, and on which day it is observed instead. What is open when is
// computed by package sla. The rules are as good as their maintainers could make them, countries change theirs, and regions have
// their own: look at the dates before you promise anything by them.
//
// Limits: the years 1910 to 2199, and 4,000 holidays, as many as one calendar of package sla takes.
package slacal
