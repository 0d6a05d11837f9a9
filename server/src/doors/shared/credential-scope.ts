const HEADER = /^AWS4-HMAC-SHA256 .*Credential=[^/,]+\/\d+\/[^/]*\/([^/]+)\//
const QUERY = /X-Amz-Credential=[^&]*?(?:%2F|\/)([a-z0-9-]+)(?:%2F|\/)aws4_request/i

/** The service that a request says it is signed for; whether the signature holds is not asked. */
export function scopedService(
  authorization: string | undefined,
  rawQuery: string,
): string | undefined {
  return authorization?.match(HEADER)?.[1] ?? rawQuery.match(QUERY)?.[1]
}
