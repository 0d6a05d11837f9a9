/** Hands a file over to the browser, to be kept under its name. */
export function saveFile(file: {
  name: string
  contentType: string
  text?: string
  base64?: string
}) {
  const { name, contentType, text = '', base64 } = file
  const content = base64 === undefined ? text : bytesOf(base64)
  const address = URL.createObjectURL(new Blob([content], { type: contentType }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
