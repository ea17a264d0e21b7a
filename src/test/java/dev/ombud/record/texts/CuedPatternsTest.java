package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.code.MaskingConfidence;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: what the words around it give away goes, and names of products stay. Method: tiny texts in
/// the languages that people write in.
final class CuedPatternsTest {
  private static final Masking USUAL = Masking.usual();

  @Test
  void masksNamesWherePeopleSayThem() {
    check("Hi, my name is Anna Schmidt and it fails", "Hi, my name is [name] and it fails");
    check("btw my name is john", "btw my name is [name]");
    check("Mein Name ist Jürgen von Berg.", "Mein Name ist [name].");
    check("Ich heiße Max", "Ich heiße [name]");
    check("je m'appelle Élodie Dupont, rien ne va", "je m'appelle [name], rien ne va");
    check("Me llamo José García.", "Me llamo [name].");
    check("меня зовут Анна", "меня зовут [name]");
    check("I spoke to Mr. O'Neill Jr today", "I spoke to Mr. [name] today");
    check("Frau Müller half mir", "Frau [name] half mir");
    check("your rep Aislin was kind", "your rep [name] was kind");
    check("I'm Sahil from accounting", "I'm [name] from accounting");
    check("my son Aanand is thrilled", "my son [name] is thrilled");
    check("Please fix it. Regards, John Smith", "Please fix it. Regards, [name]");
    check("Mit freundlichen Grüßen\nAnna Schmidt", "Mit freundlichen Grüßen\n[name]");
    check("It broke again - Mary Jones", "It broke again - [name]");
    check("Dear Daniel,\nthe app", "Dear [name],\nthe app");
    check("my name is anna schmidt and it fails", "my name is [name] and it fails");
    check("my name is Anna schmidt, hi", "my name is [name], hi");
    check("my name is Juan de la Cruz", "my name is [name]");
    check("ich heiße anna und nichts geht", "ich heiße [name] und nichts geht");
    check("Mi nombre es Jose\u0301 Garci\u0301a", "Mi nombre es [name]");
    check("Regards,\nanna schmidt", "Regards,\n[name]");
    check("MR SMITH and Mr.Smith", "MR [name] and Mr.[name]");
    check("my wife Anna Schmidt called", "my wife [name] called");
    check("my 8 year old daughter Emma got it", "my 8 year old daughter [name] got it");
    check("Name: Anna Schmidt", "Name: [name]");
    check("Order late. First name: anna", "Order late. First name: [name]");
  }

  @Test
  void looksThroughGapsAndSignsOfAnyKind() {
    check("my name is\u00A0Anna Schmidt", "my name is\u00A0[name]");
    check("my name is \"Anna\u2009Schmidt\"", "my name is \"[name]\"");
    check("my name is - Anna", "my name is - [name]");
    check("my name is Anna\nThe app fails", "my name is [name]\nThe app fails");
    check("it broke\u00A0- Mary Jones", "it broke\u00A0- [name]");
    check("order\u00A0#12345", "order\u00A0#[order]");
    check("Order number:\n123456", "Order number:\n[order]");
    check("Serial number:\nC02XK1JHJGH5", "Serial number:\n[device]");
    check("order number (\"A-12345\")", "order number (\"[order]\")");
    check("12 Main Street,\nSpringfield, IL 62701", "[address]");
  }

  @Test
  void leavesProductsAndWordsThatAreNoNames() {
    stays(
        "Hello Netflix, thanks Greenlight!",
        "I am Disappointed and I want out",
        "I'm Out Of Serviceable Area",
        "my name is not on the card",
        "my name is misspelled",
        "This is Great. The Best App",
        "my daughter Loves it",
        "My Mom Bought This Card",
        "Product Name: Fire Stick",
        "a show named Turning Red",
        "Dear Team, dear Sir,",
        "With best regards to your team",
        "Thanks for all your help - Great App!",
        "the agent was rude, the Rep was not");
  }

  @Test
  void masksStreetAddresses() {
    check("I live at 12 Baker Street, Apt 4B now", "I live at [address] now");
    check("ship to 1600 Pennsylvania Ave, Washington, DC 20500!", "ship to [address]!");
    check("at 221b baker street", "at [address]");
    check("Hauptstraße 5, 10115 Berlin", "[address] Berlin");
    check("12 rue de la Paix", "[address]");
    check("Calle Mayor 12", "[address]");
    check("Via Roma 7", "[address]");
    check("PO Box 1234", "[address]");
    check("Kalverstraat 92", "[address]");
    for (String street :
        List.of(
            "12 Main street",
            "123 MAIN STREET",
            "123 N Main St",
            "350 5th Avenue",
            "350 5th ave",
            "12 elm st",
            "12-14 Oak Lane",
            "Berliner Straße 12",
            "Berliner Str. 12a",
            "berliner straße 12",
            "HAUPTSTRASSE 5",
            "Potsdamer Platz 1",
            "Nieuwe Gracht 3",
            "12 RUE DE LA PAIX",
            "calle mayor 12")) {
      check("at " + street + ", please", "at [address], please");
    }
    stays("Auf Platz 5", "1 star way too slow", "10 minute drive to the street", "2 usb drive");
    stays("5 minute drive", "a 2 way street", "via Apple TV 4", "10 places to go", "3 road trips");
  }

  @Test
  void masksNumbersOfOrdersAccountsDevicesAndPapers() {
    check("order #12345 is late", "order #[order] is late");
    check("Order number: A-10023-77", "Order number: [order]");
    check("my order 20231234 never came", "my order [order] never came");
    check("Bestellnummer 4711-0815", "Bestellnummer [order]");
    check("tracking 1Z999AA10123456784", "tracking [order]");
    check("113-1234567-1234567", "[order]");
    check("account no. 00012345", "account no. [account]");
    check("Kundennummer: 99887", "Kundennummer: [account]");
    check("IMEI 490154203237518", "IMEI [device]");
    check("serial number C02XK1JHJGH5", "serial number [device]");
    check("from 00:1A:2B:3C:4D:5E", "from [device]");
    check("my ssn is 123-45-6789", "my ssn is [id]");
    check("passport C01X00T47", "passport [id]");
    check("confirmation number 123456", "confirmation number [order]");
    check("reference number 123456", "reference number [order]");
    check("order-number: 12345", "order-number: [order]");
    check(
        "ticket numbers 3457331, 3457333, and 3514107.",
        "ticket numbers [order], [order], and [order].");
    check("ref no 123456", "ref no [order]");
    check("payment id: 12345", "payment id: [order]");
    check("заказ № 123456", "заказ № [order]");
    check("my account 12345678 is locked", "my account [account] is locked");
    check("jo at example dot org", "[email]");
    check("jo.doe(at)example.org (dot) uk", "[email]");
    check("call five five five one two three four", "call [phone]");
    stays(
        "in order to pay 20 dollars", "order 2 of 3", "account 500 Rupees", "a case of 12 bottles");
  }

  @Test
  void saysWhereItIsUnsure() {
    for (String text :
        List.of(
            "my name is 小明",
            "my name is: 小明, write to jo@example.org",
            "my name is [Anna]",
            "my phone number is 555 0199",
            "reach me at 44-55-66",
            "I live at number 9, the mill",
            "my email is jo@home or so",
            "my pin is 4711")) {
      assertThat(USUAL.mask(text).confidence()).as(text).isEqualTo(MaskingConfidence.LOW);
    }
    for (String text :
        List.of(
            "my name is Anna",
            "my name is wrong there",
            "my number is not taken",
            "my account is locked since 2024",
            "call me at +49 171 2345678",
            "my email is jo@example.org",
            "the app is down since 10:30")) {
      assertThat(USUAL.mask(text).confidence()).as(text).isEqualTo(MaskingConfidence.HIGH);
    }
  }

  private static void check(String text, String masked) {
    assertThat(USUAL.mask(text).text()).isEqualTo(masked);
  }

  private static void stays(String... texts) {
    for (String text : texts) {
      assertThat(USUAL.mask(text)).isEqualTo(new Masking.Masked(text, List.of()));
    }
  }
}
