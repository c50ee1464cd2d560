module github.com/fourline-go/fourline/ticket/handbook/handbookschema

go 1.26.0

require (
	github.com/fourline-go/fourline v0.0.0
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/stretchr/testify v1.12.1
	go.yaml.in/yaml/v3 v3.0.6
)

require (
	github.com/qmuntal/stateless v1.7.2 // indirect
	github.com/robfig/cron/v3 v3.0.1 // indirect
	golang.org/x/text v0.14.0 // indirect
)

replace github.com/fourline-go/fourline => ../../..
