module github.com/fourline-go/fourline/sla/slaical

go 1.26.0

require (
	github.com/arran4/golang-ical v0.3.4
	github.com/fourline-go/fourline v0.0.0
	github.com/stretchr/testify v1.12.1
	github.com/teambition/rrule-go v1.8.2
)

require go.yaml.in/yaml/v3 v3.0.6 // indirect

replace github.com/fourline-go/fourline => ../..
