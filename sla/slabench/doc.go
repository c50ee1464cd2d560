// Package slabench holds benchmarks only: package sla beside rickar/cal, the Go library for business hours, in one run. It is a
// module of its own so that nobody who uses sla downloads rickar/cal.
//
//	go test -bench . -benchmem
//
// Each side gets the same hours (Monday to Friday, nine to five), the same holidays and the same 4,096 random starts over ten
// years. rickar_cached is rickar/cal with Cacheable set, which keeps what it found for a date in a map under a lock.
package slabench
