package tier

// A Capability is something that a tier may do, as a verb. It is a right: the caller asks [Ladder.Can] before it lets an
// engineer of the tier do it. A host may add words of its own: lower-case letters, digits and '_', starting with a letter.
type Capability string

// The capabilities that package ticket asks for.
const (
	Acknowledge  Capability = "acknowledge"   // say that a ticket has been seen; the first line does it first
	Categorise   Capability = "categorise"    // set category and service
	Prioritise   Capability = "prioritise"    // set impact and urgency, from which the priority follows
	Route        Capability = "route"         // give a ticket to another engineer or group; which tier it goes to is for the edges to say
	Track        Capability = "track"         // follow any ticket until it is resolved, whoever works on it
	Work         Capability = "work"          // change the state of a ticket one works on
	Resolve      Capability = "resolve"       // say that the service works again
	Close        Capability = "close"         // end a resolved ticket
	Reopen       Capability = "reopen"        // take a resolved or closed ticket up again
	RunCookbook  Capability = "run_cookbook"  // basic documented break-fix
	RunRunbook   Capability = "run_runbook"   // resolve by Run-Book
	KeepRunbook  Capability = "keep_runbook"  // write and maintain the Run-Book
	Coordinate   Capability = "coordinate"    // work with other support and dependency groups and outside vendors
	DeclareMajor Capability = "declare_major" // make an incident a major one, or refuse a proposal

	ManageProblem    Capability = "manage_problem"    // find and remove causes, reactive and in advance
	AnalyseStability Capability = "analyse_stability" // look for trends and weak spots of a service
	EnhanceMinor     Capability = "enhance_minor"     // change the service in a small way
	ManageVendor     Capability = "manage_vendor"     // answer for a ticket that a vendor works on

	FixProduct   Capability = "fix_product"   // repair a bug in the product itself
	EnhanceMajor Capability = "enhance_major" // develop the product further
)

// Capabilities lists the capabilities above, in that order.
func Capabilities() []Capability {
	return []Capability{
		Acknowledge, Categorise, Prioritise, Route, Track, Work, Resolve, Close, Reopen, RunCookbook, RunRunbook, KeepRunbook,
		Coordinate, DeclareMajor, ManageProblem, AnalyseStability, EnhanceMinor, ManageVendor, FixProduct, EnhanceMajor,
	}
}

// A Responsibility is something that a tier answers for, whoever does it: the A of a [RACI]. It is written like a capability,
// and a host may add words of its own.
type Responsibility string

// The responsibilities of the ladders in this package.
const (
	TicketsUntilResolved Responsibility = "tickets_until_resolved" // tracking every ticket until it is resolved (ITIL: the desk owns it)
	TheRunbook           Responsibility = "runbook"                // that the Run-Book is there and right
	LinkedIncidents      Responsibility = "linked_incidents"       // linked incidents of dependency groups
	VendorTickets        Responsibility = "vendor_tickets"         // managing the vendor on a ticket
	MajorIncidents       Responsibility = "major_incidents"        // that a major incident is declared when it is one, and led
	ServiceStability     Responsibility = "service_stability"      // problems found in advance, the service improved
	TheProduct           Responsibility = "product"                // the product itself
)

// Responsibilities lists the responsibilities above, in that order.
func Responsibilities() []Responsibility {
	return []Responsibility{
		TicketsUntilResolved, TheRunbook, LinkedIncidents, VendorTickets, MajorIncidents, ServiceStability, TheProduct,
	}
}
