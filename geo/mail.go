package geo

// Mail is a letter to one person, as plain text.
type Mail struct {
	To          string // an address
	Subject     string
	Text        string
	Unsubscribe string // address that ends further letters of this kind; empty: it is no regular letter
}
