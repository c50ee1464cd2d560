module github.com/fourline-go/fourline/sla/slabench

go 1.26.0

replace github.com/fourline-go/fourline => ../..

require (
	github.com/fourline-go/fourline v0.0.0
	github.com/rickar/cal/v2 v2.1.13
)
