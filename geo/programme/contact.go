package programme

// Contact is somebody of a synergy's partners, whom both sides may write to
// once they have agreed.
type Contact struct {
	ID     int64 // of the account
	FirmID int64
	Name   string
	Mail   string
}
