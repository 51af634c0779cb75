package programme

import "time"

// Told is what a notice says.
type Told string

const (
	ToldInterest  Told = "interest" // somebody is interested in one of your postings
	ToldAccepted  Told = "accepted"
	ToldDeclined  Told = "declined" // Detail: the reason
	ToldWithdrawn Told = "withdrawn"
	ToldStage     Told = "stage"    // Detail: the stage that a synergy came to
	ToldOverdue   Told = "overdue"  // Detail: the day on which something should have been done
	ToldBenefit   Told = "benefit"  // a benefit was claimed; Detail: its metric
	ToldVerified  Told = "verified" // a benefit was verified; Detail: its metric
	ToldHelp      Told = "help"     // somebody of the pools was asked, or answered; Detail: what
	ToldPermit    Told = "permit"   // a permit ends soon; Detail: its last day

	ToldApplication Told = "application" // Detail: the state that it came to
)

// Notice tells a firm, one person or the facilitators that something happened.
// It names nobody: who may know more finds it behind the ids.
type Notice struct {
	ID        int64
	FirmID    int64 // 0: for the facilitators, or one person
	Kind      Told
	SourceID  int64
	SinkID    int64
	SynergyID int64 // 0: none yet
	CallID    int64 // of an application; 0: it is about none
	Detail    string
	At        time.Time
	Seen      time.Time // zero: not yet
}

// Box is whose notices are read together: those of a firm, those of a person,
// and those of the facilitators.
type Box struct {
	FirmID    int64 // 0: no firm's
	AccountID int64 // 0: nobody's
	Office    bool  // the facilitators'
}
