import { NOT_KNOWN_YET } from './aws-command.js';

/** Those that the lines of a script call. */
export function powershellHelpers(body: string): readonly string[] {
  const looks = body.includes('Test-ToDo ');
  const finds = body.includes('Find-Key ');
  return [
    INVOKE_AWS,
    ...(looks || finds ? [TEST_EXPECTED] : []),
    ...(looks ? [TEST_TO_DO] : []),
    ...(finds ? [FIND_KEY] : []),
  ];
}

const INVOKE_AWS = `# Runs the AWS CLI. -Exists: the error code that is no failure; -UntilKnown: a role or a bucket policy that was just made takes
# some seconds to be known everywhere; -Query: what of the answer is handed back;
# -Json: all of it.
function Invoke-Aws {
  param([string] $Service, [string] $Command, [string] $Region, [string] $InputJson,
    [string] $Query = '', [string] $Exists = '', [switch] $UntilKnown, [switch] $Json)
  $ErrorActionPreference = 'Continue' # what the program writes to standard error is read, not thrown
  $file = [System.IO.Path]::GetTempFileName()
  try {
    [System.IO.File]::WriteAllText($file, $InputJson)
    $arguments = @($Service, $Command, '--region', $Region, '--cli-input-json', ('file://' + $file))
    if ($Json) { $arguments += @('--output', 'json') } else { $arguments += @('--output', 'text') }
    if ($Query -ne '') { $arguments += @('--query', $Query) }
    for ($try = 1; ; $try++) {
      $answer = @(& aws $arguments 2>&1)
      $status = $LASTEXITCODE
      $said = @($answer | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { $_.ToString() }) -join ' '
      if ($status -eq 0) { break }
      if ($Exists -ne '' -and $said.Contains('(' + $Exists + ') when calling')) { return }
      $early = $said -match '\\((${NOT_KNOWN_YET.join('|')})\\) when calling'
      if (-not ($UntilKnown -and $early -and $try -lt 24)) {
        throw ('aws ' + $Service + ' ' + $Command + ' failed; what was made before stays, and the script can be run again: ' + $said)
      }
      Start-Sleep -Seconds 5
    }
    if ($Query -ne '' -or $Json) {
      (@($answer | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }) -join '').Trim()
    }
  } finally {
    Remove-Item -LiteralPath $file
  }
}
`;

const TEST_EXPECTED = `# Is a value of AWS's answer as it is expected to be? What is expected is an object with one member, which says how.
function Test-Expected {
  param($Found, $Expected)
  $kind = @($Expected.PSObject.Properties)[0].Name
  $wanted = @($Expected.PSObject.Properties)[0].Value
  $isEmpty = ($null -eq $Found) -or ($Found -is [string] -and $Found -eq '') -or ($Found -is [bool] -and -not $Found) -or
    ($Found -is [array] -and $Found.Count -eq 0) -or
    ($Found -is [System.Management.Automation.PSCustomObject] -and @($Found.PSObject.Properties).Count -eq 0)
  if ($kind -eq 'nothing') { return $isEmpty }
  if ($kind -eq 'something') { return -not $isEmpty }
  if ($kind -eq 'is') {
    if (($Found -is [string]) -ne ($wanted -is [string]) -or ($Found -is [bool]) -ne ($wanted -is [bool])) { return $false }
    if ($Found -is [ValueType] -and $wanted -is [ValueType]) { return $Found -eq $wanted }
    if ($Found -isnot [string]) {
      $Found = ConvertTo-Json -InputObject $Found -Compress -Depth 50
      $wanted = ConvertTo-Json -InputObject $wanted -Compress -Depth 50
    }
    return [string]::CompareOrdinal($Found, $wanted) -eq 0
  }
  if ($kind -eq 'holds') {
    foreach ($one in $wanted) {
      if ($Found -is [array]) { $has = $Found -ccontains $one } else { $has = ([string] $Found).Contains($one) }
      if (-not $has) { return $false }
    }
    return $true
  }
  if ($kind -eq 'any') {
    foreach ($one in $wanted) {
      if (Test-Expected -Found $Found -Expected $one) { return $true }
    }
    return $false
  }
  if ($kind -eq 'items') {
    if ($Found -isnot [array] -or $Found.Count -ne $wanted.Count) { return $false }
    for ($at = 0; $at -lt $wanted.Count; $at++) {
      if (-not (Test-Expected -Found $Found[$at] -Expected $wanted[$at])) { return $false }
    }
    return $true
  }
  if ($kind -ne 'members') { throw ('this script does not know ' + $kind) }
  foreach ($one in $wanted) {
    $value = $null
    if ($null -ne $Found) {
      $property = $Found.PSObject.Properties[$one.name]
      if ($null -ne $property) { $value = $property.Value }
    }
    if (-not (Test-Expected -Found $value -Expected $one.expected)) { return $false }
  }
  return $true
}
`;

const TEST_TO_DO = `# Asks before a step what is there. True where it is as the plan saw it, and where the error -Absent says that nothing is there;
# false where it is as the step leaves it. Where somebody has changed it since, the script stops.
function Test-ToDo {
  param([string] $Service, [string] $Command, [string] $Region, [string] $InputJson, [string] $Look, [string] $Absent = '')
  $answer = Invoke-Aws $Service $Command -Region $Region -InputJson $InputJson -Exists $Absent -Json
  if ($Absent -ne '' -and -not $answer) { return $true }
  $seen = ConvertFrom-Json -InputObject $Look
  $found = $null
  if ($answer) { $found = ConvertFrom-Json -InputObject $answer }
  if ($null -ne $found -and $null -ne $seen.member) {
    $property = $found.PSObject.Properties[$seen.member]
    $found = $null
    if ($null -ne $property) { $found = $property.Value }
  }
  if ($null -ne $seen.named) {
    $list = $found
    $found = $null
    foreach ($one in $list) {
      if ($null -eq $found -and [string]::CompareOrdinal($one.($seen.named[0]), $seen.named[1]) -eq 0) { $found = $one }
    }
  }
  if (Test-Expected -Found $found -Expected $seen.done) {
    Write-Host '  is there already'
    return $false
  }
  if (Test-Expected -Found $found -Expected $seen.planned) { return $true }
  throw 'somebody has changed it since the plan was made, or made another one of that name: it is left alone; make a new plan'
}
`;

const FIND_KEY = `# The id of the key that a run before this one created: the alias names it, or no alias does, where that run was stopped. Nothing
# where there is none. A key of somebody else under the alias is no such key.
function Find-Key {
  param([string] $Region, [string] $InputJson, [string] $Expected)
  $created = ConvertFrom-Json -InputObject $Expected
  $answer = Invoke-Aws kms describe-key -Region $Region -InputJson $InputJson -Exists NotFoundException -Json
  if ($answer) {
    $key = (ConvertFrom-Json -InputObject $answer).KeyMetadata
    if (Test-Expected -Found $key -Expected $created) { return $key.KeyId }
    throw 'the alias names another key: it is left alone; make a new plan'
  }
  $named = @((ConvertFrom-Json -InputObject (Invoke-Aws kms list-aliases -Region $Region -InputJson '{}' -Json)).Aliases | ForEach-Object { $_.TargetKeyId })
  $keys = @((ConvertFrom-Json -InputObject (Invoke-Aws kms list-keys -Region $Region -InputJson '{}' -Json)).Keys | ForEach-Object { $_.KeyId })
  foreach ($id in $keys) {
    if ($named -ccontains $id) { continue }
    try {
      $described = Invoke-Aws kms describe-key -Region $Region -InputJson (ConvertTo-Json -InputObject @{ KeyId = $id }) -Json
    } catch {
      continue # a key that may not be described is not one that this caller created
    }
    $key = (ConvertFrom-Json -InputObject $described).KeyMetadata
    if (Test-Expected -Found $key -Expected $created) { return $key.KeyId }
  }
}
`;
