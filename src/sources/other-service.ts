const PLACE = /(?:^|[/\\])AWSLogs[/\\](?:o-[a-z0-9]+[/\\])?\d{12}[/\\]([^/\\]+)[/\\]?$/;

/** CloudTrail’s own, however somebody writes it; and what lies in it: copies often leave its level out. */
const CLOUDTRAILS = /^(?:CloudTrail.*|[a-z]{2,}(?:-[a-z]+)+-\d+|\d{4})$/i;

/** Is this the folder where another service puts its logs beside CloudTrail’s, `AWSLogs/[o-ORGANIZATION/]ACCOUNT/SERVICE`? */
export function isOtherServices(folder: string): boolean {
  const service = PLACE.exec(folder)?.[1];
  return service !== undefined && !CLOUDTRAILS.test(service);
}
