namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>Manifests as the specifications of 1EdTech (Common Cartridge 1.3) and ADL (SCORM 1.2, SCORM 2004) have them.</summary>
internal static class Cartridges
{
    /// <summary>Of a Common Cartridge 1.3.</summary>
    /// <param name="items">The items within the one around all.</param>
    /// <param name="resources">The resources.</param>
    public static string Manifest(string items, string resources) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <manifest identifier="M" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
                xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/resource" xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest">
              <metadata>
                <schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion>
                <lomimscc:lom><lomimscc:general>
                  <lomimscc:title><lomimscc:string language="en-US">Botany &amp; Gardens</lomimscc:string></lomimscc:title>
                  <lomimscc:language>en-US</lomimscc:language>
                  <lomimscc:description><lomimscc:string language="en-US">&lt;p&gt;About &lt;b&gt;plants&lt;/b&gt;.&lt;/p&gt;</lomimscc:string></lomimscc:description>
                  <lomimscc:keyword><lomimscc:string language="en-US">plants</lomimscc:string></lomimscc:keyword>
                </lomimscc:general></lomimscc:lom>
              </metadata>
              <organizations>
                <organization identifier="O" structure="rooted-hierarchy"><item identifier="ROOT">{items}</item></organization>
              </organizations>
              <resources>{resources}</resources>
            </manifest>
            """.TrimStart();

    /// <summary>Of SCORM 1.2.</summary>
    public static string Scorm12(string items, string resources) =>
        $"""
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <manifest identifier="M" version="1.1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
              <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
                <lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general><title><langstring xml:lang="en">Golf Explained</langstring></title></general></lom>
              </metadata>
              <organizations default="B">
                <organization identifier="A"><title>Another</title></organization>
                <organization identifier="B"><title>Golf</title>{items}</organization>
              </organizations>
              <resources>{resources}</resources>
            </manifest>
            """.TrimStart();

    /// <summary>Of SCORM 2004, third edition.</summary>
    public static string Scorm2004(string items, string resources) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <manifest identifier="M" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
                xmlns:imsss="http://www.imsglobal.org/xsd/imsss" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3">
              <metadata><schema>ADL SCORM</schema><schemaversion>2004 3rd Edition</schemaversion></metadata>
              <organizations default="B"><organization identifier="B"><title>Golf 2004</title>{items}</organization></organizations>
              <resources>{resources}</resources>
            </manifest>
            """.TrimStart();
}
