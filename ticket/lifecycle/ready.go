package lifecycle

// ReadyMade lists the lifecycles of this package: incident, request, problem, change, standard_change and emergency_change. They are
// made anew each time, to be changed at will.
func ReadyMade() []Definition {
	return []Definition{Incident(), Request(), Problem(), Change(), StandardChange(), EmergencyChange()}
}
