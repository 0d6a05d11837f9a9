/**
 * Requests and signatures that AWS publishes for checking an implementation. Amazon S3 API
 * Reference: "Authenticating Requests: Using the Authorization Header" (single chunk, multiple
 * chunks, trailing headers) and "Using Query Parameters".
 */
export const exampleKey = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

export const exampleNow = new Date('2013-05-24T00:00:00Z')

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const HOST = 'examplebucket.s3.amazonaws.com'
const DATE = '20130524T000000Z'

function authorization(signedHeaders: string, signature: string): string {
  const credential = `${exampleKey.accessKeyId}/20130524/us-east-1/s3/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders},Signature=${signature}`
}

export interface Example {
  name: string
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}

export const examples: readonly Example[] = [
  {
    name: 'GET Object',
    method: 'GET',
    path: '/test.txt',
    headers: {
      Host: HOST,
      Range: 'bytes=0-9',
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': DATE,
      Authorization: authorization(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    },
  },
  {
    name: 'PUT Object',
    method: 'PUT',
    path: '/test$file.text',
    headers: {
      Host: HOST,
      Date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-date': DATE,
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      Authorization: authorization(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
    },
    body: 'Welcome to Amazon S3.',
  },
  {
    name: 'GET Bucket Lifecycle',
    method: 'GET',
    path: '/?lifecycle',
    headers: {
      Host: HOST,
      'x-amz-date': DATE,
      'x-amz-content-sha256': EMPTY,
      Authorization: authorization(
        'host;x-amz-content-sha256;x-amz-date',
        'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
      ),
    },
  },
  {
    name: 'GET Bucket (List Objects)',
    method: 'GET',
    path: '/?max-keys=2&prefix=J',
    headers: {
      Host: HOST,
      'x-amz-date': DATE,
      'x-amz-content-sha256': EMPTY,
      Authorization: authorization(
        'host;x-amz-content-sha256;x-amz-date',
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    },
  },
  {
    name: 'presigned GET Object',
    method: 'GET',
    path:
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    headers: { Host: HOST },
  },
]

const CHUNKED_HEADERS = {
  Host: 's3.amazonaws.com',
  'x-amz-date': DATE,
  'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  'x-amz-decoded-content-length': '66560',
  'Content-Encoding': 'aws-chunked',
}

/** 65 KiB of the letter a, as chunks of 64 KiB, 1 KiB and none. */
export const chunked: Example & { body: string } = {
  name: 'PUT Object in multiple chunks',
  method: 'PUT',
  path: '/examplebucket/chunkObject.txt',
  headers: {
    ...CHUNKED_HEADERS,
    'Content-Length': '66824',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    Authorization: authorization(
      'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;' +
        'x-amz-decoded-content-length;x-amz-storage-class',
      '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    ),
  },
  body: [
    '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    'a'.repeat(65536),
    '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'a'.repeat(1024),
    '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
    '\r\n',
  ].join('\r\n'),
}

export const chunkedWithTrailer: Example & { body: string } = {
  name: 'PUT Object in multiple chunks with a trailing header',
  method: 'PUT',
  path: '/examplebucket/chunkObject.txt',
  headers: {
    ...CHUNKED_HEADERS,
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    'x-amz-trailer': 'x-amz-checksum-crc32c',
    Authorization: authorization(
      'content-encoding;host;x-amz-content-sha256;x-amz-date;' +
        'x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
      '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
    ),
  },
  body: [
    '10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    'a'.repeat(65536),
    '400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    'a'.repeat(1024),
    '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    'x-amz-checksum-crc32c:sOO8/Q==',
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
    '\r\n',
  ].join('\r\n'),
}

const V2 = `AWSAccessKeyId=${exampleKey.accessKeyId}`

/** As boto3 1.44.5 presigns by default in us-east-1, for 2026-11-23. */
export const presignedV2: readonly Example[] = [
  {
    name: 'boto3 get_object',
    method: 'GET',
    path: `/b/a%20b/%C3%A9%2Bx.txt?${V2}&Signature=k0QwXwc5qZJxWkpNLxgf1zX4C9k%3D&Expires=1795421701`,
    headers: { Host: '127.0.0.1:8470' },
  },
  {
    name: 'boto3 get_object of a version',
    method: 'GET',
    path:
      '/b/x.txt?versionId=v1&response-content-type=text%2Fplain%3B%20charset%3Dutf-8' +
      `&${V2}&Signature=QJ2ldIBtMGsw%2BGjjL2A7k3BiFHo%3D&Expires=1795421701`,
    headers: { Host: '127.0.0.1:8470' },
  },
  {
    name: 'boto3 put_object with metadata',
    method: 'PUT',
    path:
      `/b/x.txt?${V2}&Signature=%2BRoV7Nstp3KBXfDs1GQ%2BSn3YEHE%3D` +
      '&content-type=text%2Fcsv&x-amz-meta-a=b&Expires=1795421701',
    headers: { Host: '127.0.0.1:8470', 'Content-Type': 'text/csv' },
    body: 'a,b',
  },
  {
    name: 'boto3 get_object with a session token',
    method: 'GET',
    path:
      `/b/x.txt?${V2}&Signature=IuQ8XG7RGG31HZHxa5vqzQNOe2o%3D` +
      '&x-amz-security-token=to%2Fken%3D%3D&Expires=1795421701',
    headers: { Host: '127.0.0.1:8470' },
  },
]
