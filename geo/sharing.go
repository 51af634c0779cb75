package geo

// Sharing says who may see a resource before anything was agreed.
type Sharing struct {
	Visibility Visibility
	Firms      []FirmEntry // that its owner names; they count while Visibility is VisibleNamed
}

// MostNamed is how many firms the owner of a resource may name.
const MostNamed = 100
