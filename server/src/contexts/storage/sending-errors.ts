import { defineError } from '../../foundation/errors.ts'

// Of what is not as its sender says, or more than fits; messages are S3's own.

export const metadataTooLarge = defineError<{ sizeBytes: number; sizeBytesMax: number }>({
  code: 'storage.metadata-too-large',
  kind: 'invalid',
  message: () => 'Your metadata headers exceed the maximum allowed metadata size.',
})

/** What goes with an object, its metadata among it. */
export const headersTooLarge = defineError<{ sizeBytes: number; sizeBytesMax: number }>({
  code: 'storage.headers-too-large',
  kind: 'invalid',
  message: () =>
    'Your request header and query parameters used to make the request exceed the maximum ' +
    'allowed size.',
})

export const objectSizeDiffers = defineError<{ expectedBytes: number; sizeBytes: number }>({
  code: 'storage.object-size-differs',
  kind: 'invalid',
  message: ({ expectedBytes, sizeBytes }) =>
    `The provided 'x-amz-mp-object-size' header value ${expectedBytes} does not match what was ` +
    `computed: ${sizeBytes}`,
})

/** `actual` is undefined where there is none. */
export const checksumDiffers = defineError<{ expected: string; actual: string | undefined }>({
  code: 'storage.checksum-differs',
  kind: 'invalid',
  message: ({ expected, actual = 'null' }) =>
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum ` +
    `Type: ${actual}`,
})

export const checksumModeDiffers = defineError<{ type: string }>({
  code: 'storage.checksum-mode-differs',
  kind: 'invalid',
  message: ({ type }) =>
    `The upload was created using the ${type} checksum mode. The complete request must use the ` +
    'same checksum mode.',
})

export const checksumMissing = defineError<{ algorithm: string; partNumber: number }>({
  code: 'storage.checksum-missing',
  kind: 'invalid',
  message: ({ algorithm, partNumber }) =>
    `The upload was created using a ${algorithm} checksum. The complete request must include the ` +
    `checksum for each part. It was missing for part ${partNumber} in the request.`,
})

export const checksumTypeUnfit = defineError<{ algorithm: string; type: string }>({
  code: 'storage.checksum-type-unfit',
  kind: 'invalid',
  message: ({ algorithm, type }) =>
    `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
})

export const badDigest = defineError<{ algorithm: string }>({
  code: 'storage.bad-digest',
  kind: 'invalid',
  message: ({ algorithm }) =>
    `The ${algorithm} you specified did not match what was computed or uploaded.`,
})
