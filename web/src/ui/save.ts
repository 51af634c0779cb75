/** Hands a file to the browser's downloads. */
export function save(name: string, body: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export const saveText = (name: string, type: string, text: string): void => save(name, new Blob([text], { type }));
