package geo

// Touch tells that rows were written or deleted, by whomever.
type Touch struct {
	Noun    string  // the table's name
	Version uint64  // of the data; later touches have greater ones, but for a few that crossed
	IDs     []int64 // nil: many
}
