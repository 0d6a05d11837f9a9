/** Documents travel percent-encoded in answers. @see RFC 3986 */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text)
}

export function wireAttachment(arn: string) {
  return { PolicyName: arn.split('/').at(-1)!, PolicyArn: arn }
}
