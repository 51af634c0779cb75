package programme

// Tally counts what came of workshops: firms, people, resources, and potential
// synergies, which are the matches that have a resource entered there on either
// side and are not ruled out.
type Tally struct {
	Firms        int
	Participants int
	Sources      int
	Sinks        int
	Synergies    int
}

// Resources is how many resources were entered, of either role.
func (t Tally) Resources() int { return t.Sources + t.Sinks }

// Share is the tally of one sector, zone or table. A synergy between two counts
// in both.
type Share struct {
	Key string // NACE division, zone code or table's number; empty: none
	Tally
}

// Report is what came of one workshop, or of all.
type Report struct {
	Tally
	Among   int // of the synergies, those with both sides entered
	Pending int // resources whose matches are not yet computed
	Sectors []Share
	Zones   []Share
	Tables  []Share // of one workshop alone
}
