import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidSecurityConfiguration } from '../errors.ts'
import { checkSecurityConfiguration } from './security-configuration.ts'

function check(configuration: unknown, name = 'runtime-roles'): void {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration)
  checkSecurityConfiguration({ name, configuration: text })
}

test('given what AWS documents for runtime roles, when checked, then it is taken', () => {
  check({
    AuthorizationConfiguration: {
      IAMConfiguration: {
        EnableApplicationScopedIAMRole: true,
        ApplicationScopedIAMRoleConfiguration: { PropagateSourceIdentity: true },
      },
      LakeFormationConfiguration: { AuthorizedSessionTagValue: 'Amazon EMR' },
    },
    EncryptionConfiguration: {
      EnableInTransitEncryption: true,
      EnableAtRestEncryption: false,
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: 'PEM', S3Object: 's3://b/a.zip' },
      },
    },
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2 },
  })
  check({})
})

test('given what nobody keeps, when checked, then it is refused by its path', () => {
  const wrong: [unknown, RegExp][] = [
    ['{', /a JSON object/],
    ['[]', /a JSON object/],
    ['null', /a JSON object/],
    [
      { EncryptionConfiguration: { EnableAtRestEncryption: true } },
      /^EncryptionConfiguration.EnableAtRestEncryption cannot be true here/,
    ],
    [{ AuthenticationConfiguration: { KerberosConfiguration: {} } }, /^Authentication.* offered/],
    [{ AuthorizationConfiguration: { RangerConfiguration: {} } }, /Ranger.* is not offered/],
    [{ AuthorizationConfiguration: 'x' }, /^AuthorizationConfiguration is not offered/],
    [{ constructor: {} }, /constructor is not offered/],
    [' '.repeat(10_281), /at most 10280/],
  ]

  for (const [configuration, message] of wrong)
    assert.throws(
      () => check(configuration),
      (error: Error) => invalidSecurityConfiguration.matches(error) && message.test(error.message),
      String(message),
    )
  for (const name of ['', 'a/b', 'x'.repeat(257)])
    assert.throws(() => check({}, name), invalidSecurityConfiguration.matches)
})
