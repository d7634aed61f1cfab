import type { Writer } from './writer.js';

const indianNames =
  'Ganesh|Sai|Shanti|Shiv|Krishna|Laxmi|Mahavir|Gokul|Vrindavan|Anand|Ashirwad|Siddhi|Vinayak|Om|Sai Baba|Rajhans|Kamdhenu|Sahyadri|Green Park|Silver Oak|Palm|Lake View|Sun City|Prestige|Brigade|Lodha|Hiranandani|DLF|Godrej|Raheja|Kumar|Kalpataru|Rustomjee|Nehru|Gandhi|Tilak|Shastri|Ambedkar|Subhash|Patel|Azad|Bose|Indira|Rajiv|Jawahar|Vivekananda|Tagore|Shivaji|Sambhaji|Hanuman|Ram|Balaji|Venkateswara|Murugan|Meenakshi|Saraswati|Durga|Kali|Gauri|Parvati|Vishnu|Govind|Gopal|Mohan|Rani|Maharana Pratap|Guru Nanak|Civil|Model|Adarsh|Vijay|Jai Hind|Surya|Chandra|Ganga|Yamuna|Narmada|Godavari|Kaveri|Swastik|Shree|Shri Ram|Royal|Galaxy|Diamond|Pearl|Crystal|Paras|Vasant|Sneh|Prem|Surabhi|Akash|Kiran|Sagar|Neel|Usha|Asha|Jyoti|Deepak|Sunrise|Sunshine|Orchid|Lotus|Rose|Tulip|Jasmine|Emerald|Ruby|Sapphire|Mahalaxmi|Siddharth|Gautam|Buddha|Ashoka|Akbar|Jahangir|Amar|Akshay|Ajay|Sanjay|Rajesh|Suresh|Ramesh|Mahesh|Dinesh|Mukesh|Naresh|Verma|Sharma|Gupta|Agarwal|Jain|Mehta|Shah|Desai|Joshi|Kulkarni|Deshpande|Patil|Reddy|Rao|Naidu|Nair|Menon|Pillai|Iyer|Banerjee|Mukherjee|Chatterjee|Das|Ghosh|Singh|Khan|Ansari|Sheikh|Kaur|Gill';

const houses =
  '$ Apartment|$ Apartments|$ Apts|$ Residency|$ Heights|$ Towers|$ Tower|$ Enclave Apts|$ CHS|$ CHS Ltd|$ Co-op Hsg Soc|$ Co-op. Hsg. Soc. Ltd.|$ Society|$ Housing Society|$ Complex|$ Plaza|$ Arcade|$ Chambers|$ Bhavan|$ Bhawan|$ Sadan|$ Niwas|$ Kunj|$ Villa|$ House|$ Building|$ Bldg|$ Mansion|$ Palace|$ Market|$ Shopping Centre|$ Shopping Complex|$ Commercial Complex|$ Business Park|$ Tech Park|$ IT Park|$ Mall|$ Hospital|$ Nursing Home|$ Clinic|$ Multispeciality Hospital|$ Eye Hospital|$ Memorial Hospital|$ Maternity Home|$ Dental Clinic|$ Medical Store|$ Pharmacy|$ Medical Hall|$ Traders|$ Enterprises|$ Electronics|$ Jewellers|$ Textiles|$ Sarees|$ Steel|$ Industries|$ Pvt Ltd|$ Agencies|$ Kirana Store|$ General Store|$ Provision Store|$ Sweets|$ Hotel|Hotel $|$ Lodge|$ Restaurant|$ School|$ Public School|$ Vidyalaya|$ High School|$ College|$ Engineering College|$ Temple|State Bank of India|SBI $ Branch|Punjab National Bank|Bank of Baroda|Canara Bank|HDFC Bank Ltd|ICICI Bank|Axis Bank|Union Bank of India|Wing A|B Wing|Tower 3|Tower B|Block B|Bldg No 7|Building No. 4|A Wing|Wing C|C/o $|c/o $ $|C/O Mr $|Care of $|M/s $ $|M/s. $ Traders|M/S $ Enterprises|S/o $ $|D/o $|W/o $ $|Smt $ $|Dr $ Clinic|Shri $ $';

export const southAsia: readonly Writer[] = [
  {
    countries: 'IN',
    names: indianNames,
    orders: [
      'U, H, R?6, NE?3, SB, SB?3, C, S?6 P',
      'U, H, H?3, NE?4, SB, C - P, S?5',
      'U, L?5, H, R, SB?6, C-P',
      'N, R?5, NE?4, SB, C, SD?2, S?6 - P',
      'N, R, SB, C, S, P, CO?3',
      'N, SB, SB?6, C P',
      'N R?6 SB C S?6 P',
      'U H NE?5 SB C S?5 P',
      'H, N?4, R, NE?4, C?9, SD?2, S?7, P?8',
      'H, SB, C, S?7 P?7',
      'H, NE, R?6, C, SD?4, S?5 - P?7',
      'H, R, SB?6, C',
      'H, C, SD, S, P?6',
      'C, SD, SD?6, S, P?7',
      'H?4, C, SD, SD?5, S?8 - P?8',
      'SB?4, C, SD?7, SD, S P',
      'N, SB?5, C, SD, SD?3, P',
      'N, U?2, H?3, SB, SB, SB?5, C, S, P',
      'SB, NE, C-P',
      'R, C, SD, S - P',
      '{C:Vill $|Vill. $|Village $|VPO $|V.P.O. $|At Post $|At & Post $|A/P $|At/Po $|Vill & Po $}, {SD:Tal $|Tal. $|Taluka $|Teh $|Tehsil $|Tq. $|Ta. $|Taluk $|$ Mandal|Block $}?7, {SD:Dist $|Dist. $|Distt. $|Distt $|Dist: $|Dist-$|$ Dist|$ District}, S?7 P?7',
      'H, {C:Vill $|VPO $|At Post $|At $|Village $|At & Post $}, {SD:Tal $|Teh. $|Tq $|Taluka $}?6, {SD:Dist $|Distt $|Dist. $}, S?6 - P?6',
      'H, R?6, NE?3, C, {SD:Tal. $|Tal $|Taluka $|Tq. $}, {SD:Dist. $|Dist $|Distt. $} P?6, S?4',
      'SB, R, C, SD, S P?7',
      'SB, NE?5, C, S?5 P?7',
      'H, SB, C, {SD:Dist $|Distt. $|Dist- $|($)}?5, P?7',
      'N, SB, SB, R?3, C, P?7, S?5',
      'H, R, C, P, S',
      'H, C, {SD:$|Dist $}, P?6, S',
      'H, N, R, R?4, C, S?5',
      'NE, R?6, SB?5, C, SD?3, S?6, P?7',
      'U, H, SB, NE?4, C, S, P?8, CO?5, O?3',
      'H, U, L, H, R, SB, C, P',
      'L, H, R, NE?5, SB?6, C - P',
      'N, H, R, SB, C, S - P',
      'N, R?3, R, SB, SB?6, C, P',
      'H, N, SB, SB?3, C, SD?4, S?6',
      'H; N?6; R; SB; C; S; P',
      'O?2 N R SB C P O',
      'S, C, SB, R, N',
      'PB, C - P, S?5',
      'H, PB, R?4, C - P, S?6, CO?3',
    ],
    words: {
      house: houses,
      unit: 'Flat No 302|Flat No. 12|Flat no.B-404|Flat 5A|Flat-203|Flat No B/12|F.No 201|F-12|Apt 402|Apartment 12B|Shop No 3|Shop No. 14|Shop No.5|Shop 7|Shop No 4 & 5|Office No 201|Office No. 7|Office 302|Room No 12|Rm No 4|Unit No 102|Unit 5|Gala No 14|Gala No. A-12|Godown No 3|Cabin 4|Suite 210|Qtr No 15|Quarter No. C-12|A-204|B/302|C-1204|301|1204|D 45|Showroom No 2',
      level:
        '1st Floor|2nd Floor|3rd Floor|Ground Floor|Gr Floor|G.F.|GF|First Floor|Second Floor|Third floor|2nd Flr|Upper Ground Floor|Lower Ground Floor|Basement|4th flr.|I Floor|II Floor|Top Floor|Mezzanine Floor|5th Floor',
      house_number:
        'Plot No 45|Plot No. 12-A|Plot no.7|Plot 23|Plot No.C-45|P.No 56|H.No 4-5-6/2|H No 123|H.No. 12/3|House No 45|House No. 1023|#45|# 12/1|No 12|No. 45/2|No.7|Door No 4-12|D.No 12-3-45|D. No. 5/6|D.No.27-14-58|Survey No 12/3|Sy No 45|S.No. 23/1|Sr No 12|Gat No 145|Khasra No 234|CTS No 456|C.T.S. No. 1123|SCO 45|SCO 112-113|SCF 12|Shed No 7|Shed No. D-12|12|45/2|123-A|12/3B|B-45|C-12/3|A 77|E/14|1-2-34/5|6-3-1092|15/2|Old No 12, New No 25|Old No. 7 New No. 15|Khata No 12|Holding No 45|Municipal No 12|Ward No 5 House No 12|Villa 12|Bungalow No 4|Block No 34|27/1|T-14|WZ-45|RZ-12A|MIG 45|LIG-12|HIG 7|EWS-123|Quarter No 12',
      road: '$ Road|$ Rd|$ Rd.|$ Marg|$ Street|$ St|$ Lane|$ Gali|$ Chowk|$ Path|$ Circle|$ Square|$ Cross Road|Main Road|Station Road|MG Road|M.G. Road|M G Road|Mahatma Gandhi Road|S.V. Road|S V Road|LBS Marg|L.B.S. Marg|GT Road|G.T. Road|Ring Road|Outer Ring Road|Bypass Road|College Road|Temple Road|Church Road|Hospital Road|Court Road|Mall Road|Bazar Road|Market Road|Old Bus Stand Road|2nd Cross|3rd Main|5th Cross, 2nd Main|12th Main Road|4th Cross Street|1st Main, 3rd Cross|27th Cross|7th Lane|Lane No 4|Lane 5|Gali No 3|Street No 12|St No 5|Road No 12|Rd No. 36|Road No. 5|80 Feet Road|100 Ft Road|60 ft rd|NH 48|NH-8|N.H. 4|National Highway 44|SH 17|Off $ Road|Off S.V. Road|Off Link Road|Link Road|New Link Road|Linking Road|$ Bypass|$ Highway|Eastern Express Highway|Western Express Highway|$ T Road|$ Nagar Road|$ Main Road|$ High Road|Anna Salai|Mount Road|$ Salai|$ Sarani|$ Chauraha|$ Mode|Sector 12 Road|$ Corner|$ Corner|$ Naka|$ Gate|$ More|Char Rasta|$ Char Rasta|$ Circle|$ Chauk|$ Talkies Road|Jessore Road|VIP Road|AB Road|A.B. Road|Tonk Road|Sardar Patel Marg|Nehru Marg|Kutchery Road',
      near: 'Near $ Hospital|Near Bus Stand|Nr. Bus Stand|Near Railway Station|Nr Railway Station|Opp. $ Bank|Opp HDFC Bank|Opposite SBI|Opp. Post Office|Behind $ Temple|Behind Bus Stand|Behind Petrol Pump|B/h $ Hospital|B/H. $ Theatre|Next to $ School|Beside $ Mall|Besides ICICI Bank|Adj. to $ Hotel|Adjacent to $ Park|Above $ Bank|Above Axis Bank|Below $ Clinic|Near $ Chowk|Near $ Mandir|Nr. $ Circle|Near Water Tank|Opp $ Garden|In front of $ College|Infront of Court|Near Police Station|Opp. Civil Hospital|Near Govt School|Near Masjid|Near $ Church|Opp Govt Hospital|Near $ Petrol Pump|Opp. Reliance Fresh|Back side of $ School|Near Metro Pillar 123|Near Gate No 2|opp to $ theatre|Near Hanuman Mandir|Near Shiv Mandir|Near Old Octroi Naka|Nr $ Cinema|Near Panchayat Office|Near Tehsil Office|near flyover|near by $ Showroom|Next To $ Park|$ Ke Niche|Near NH-8|above $ Bank|Near $ Signal|opp. bus depot',
      suburb:
        '$ Nagar|$ Nagar|$ Colony|$ Vihar|$ Puram|$ Enclave|$ Layout|$ Extension|$ Park|$ Garden|$ Gardens|$ Peth|$ Ganj|$ Bagh|$ Wadi|$ Pada|$ Bazar|$ Market|$ Mohalla|$ Tola|$ Pura|$ Pally|$ Palli|$ Nagar East|$ Nagar West|$ (E)|$ (W)|$ East|$ West|New $|Old $ Market|Ward No-7|A Ward|Phase Xi|Phase-6|$ Talao|$ Gate|Bungalow Plot|Sector 18|Sector-62|Sec 5|Sector 12A|Sec-21|Sector G|Phase 2|Phase-I|Phase II|Phase 1|2nd Stage|1st Stage|3rd Block|4th Block|Block A|Block C|B Block|Block-B|Ward No 5|Ward 12|MIDC|$ MIDC|MIDC Industrial Area|GIDC|$ GIDC|GIDC Estate|SIDCO Industrial Estate|RIICO Industrial Area|$ Industrial Area|$ Industrial Estate|Industrial Area Phase 2|Civil Lines|Model Town|Cantt|Cantonment|Old City|Camp|Sadar|Sadar Bazar|Gandhi Nagar|Nehru Nagar|Shastri Nagar|Patel Nagar|Rajendra Nagar|$ P.O.|P.O. $|PO $|Post $|$ Village|Village $|$ Cross|Old $|New $|$ Township|HSR Layout|BTM Layout|JP Nagar|Koramangala|Indiranagar|Jayanagar|Whitefield|Andheri East|Andheri (W)|Bandra West|Borivali (E)|Malad West|Kandivali East|Goregaon|Powai|Kothrud|Baner|Wakad|Hinjewadi|Viman Nagar|Karol Bagh|Lajpat Nagar|Dwarka|Rohini|Saket|Vasant Kunj|Salt Lake|Sector V|Ballygunge|Gariahat|T Nagar|T. Nagar|Anna Nagar|Adyar|Velachery|Mylapore|Banjara Hills|Jubilee Hills|Madhapur|Gachibowli|Kukatpally|Ameerpet|Satellite|Navrangpura|Vastrapur|Maninagar|Vesu|Adajan|Alkapuri|Gomti Nagar|Hazratganj|Aliganj|Boring Road|Kankarbagh|Malviya Nagar|Mansarovar|Vaishali Nagar|Vijay Nagar|Arera Colony|MP Nagar|Sitabuldi|Dharampeth|Kakkanad|Edapally|Kowdiar',
      city: 'Vill. $|Village $|Vill $|VPO $|V.P.O. $|At Post $|At. Post $|At & Post $|At/Po $|A/P $|At $|Vill & Post $|Vill + PO $|Vill-$ PO-$|PO $|P.O. $|Post $|Gram $|Mouza $|$ Village|Delhi|New Delhi|Mumbai|Navi Mumbai|Thane|Pune|Bengaluru|Bangalore|Chennai|Hyderabad|Secunderabad|Kolkata|Ahmedabad|Surat|Jaipur|Lucknow|Kanpur|Nagpur|Indore|Bhopal|Patna|Vadodara|Ludhiana|Agra|Nashik|Faridabad|Meerut|Rajkot|Varanasi|Gurgaon|Gurugram|Noida|Greater Noida|Ghaziabad|Kochi|Cochin|Ernakulam|Trivandrum|Thiruvananthapuram|Kozhikode|Coimbatore|Madurai|Trichy|Salem|Vijayawada|Visakhapatnam|Vizag|Mysore|Mysuru|Mangalore|Hubli|Belgaum|Goa|Panaji|Chandigarh|Mohali|Panchkula|Amritsar|Jalandhar|Dehradun|Ranchi|Jamshedpur|Bhubaneswar|Cuttack|Guwahati|Raipur|Bilaspur|Jodhpur|Udaipur|Kota|Gwalior|Jabalpur|Allahabad|Prayagraj|Srinagar|Jammu|Shimla|Howrah|Durgapur|Siliguri|Asansol',
      state_district:
        'Dist. $|Dist $|Distt. $|Distt $|Dist: $|Dist-$|District $|Dt. $|Dt $|$ Dist|$ Dist.|$ District|$ Distt|Tal. $|Tal $|Taluka $|Tal-$|Tal: $|Tq. $|Tq $|Taluk $|$ Taluk|Tehsil $|Teh. $|Teh $|Ta. $|Mandal $|$ Mandal|$ (M)|Block $|Hobli $|$ Hobli|Ji. $|Sub Dist $|PS $|Jilla $',
      state:
        'Maharashtra|MH|Maha|Karnataka|KA|Tamil Nadu|Tamilnadu|TN|T.N.|Kerala|KL|Andhra Pradesh|AP|A.P.|Telangana|TS|Gujarat|GJ|Rajasthan|RJ|Raj|Uttar Pradesh|UP|U.P.|Madhya Pradesh|MP|M.P.|West Bengal|WB|W.B.|Bihar|BR|Jharkhand|JH|Odisha|Orissa|OD|Punjab|PB|Haryana|HR|Himachal Pradesh|HP|H.P.|Uttarakhand|UK|Assam|Chhattisgarh|C.G.|CG|Goa|Delhi|J&K|Jammu & Kashmir|Manipur|Meghalaya|Tripura|Nagaland|Sikkim',
      postcode:
        '411045|411 045|Pin 411045|PIN - 411045|Pin: 411045|Pin Code 411045|PIN Code - 411045|Pincode 411045|pin no 411045|Pin-411045|P.C. 411045|400058|110 001|560034|600 020|500081|700091',
      other:
        'Mob 9876543210|Mob: 98765 43210|Mobile 9876543210|Ph 020-25431234|Ph: 9876543210|Ph. No. 022-24456789|Tel: 044 28151234|Contact 9876543210|M: 9876543210|Call before delivery|call 9876543210|Tel. 0471-2334455|+91 98765 43210|9876543210|Landmark',
      po_box:
        'P.B. No 123|PB No. 45|P.O. Box 123|Post Box No 12|Post Box 45|Post Bag No 7|P O Box No 234|PB 12',
      country: 'India|INDIA|IN|Bharat|IND',
    },
  },
  {
    countries: 'BD PK LK NP',
    names: indianNames,
    orders: [
      'N, R, SB, C?9-P?7, CO?3',
      'U?5, L?4, H, N?5, R, SB?7, C, CO?3',
      'H, N?4, R?6, NE?3, SB?5, C P?5',
      'U, H, R?5, SB, C, S?3 P?4, CO?3',
      'N, R?5, SB, SB?4, C, SD?3',
      'SB, C, SD?6, SD?5',
    ],
    words: {
      house_number:
        'House 12|House # 12|House No 45|House no. 12/A|H # 12|Plot 12|Plot # 45-C|Plot No. 7|12|12/3|45-B|B-45|No 12|No. 123/4|House-12|Holding 34',
      road: 'Road 7|Road # 14|Road No 5|Road-12|Street 8|Street No 12|St 4|$ Road|$ Rd|$ Street|$ Avenue|$ Lane|$ Sarani|Main $ Road|Galle Road|Kandy Road|$ Mawatha|$ Marg|Lane 3|GT Road|Main Boulevard|Link Road',
      suburb:
        'Sector 12|Block C|Block 5|Block-B|Section 6|$ Colony|$ Town|$ Society|Gulshan-e-$|DHA Phase 5|DHA|Phase 6|F-7/2|G-9 Markaz|F-10/3|$ Nagar|Ward 5|Mohalla $|$ R/A|Satellite Town|Model Town|Johar Town|Gulberg III|Clifton|Dhanmondi|Gulshan 2|Banani|Uttara|Mirpur 10|Motijheel|Baneshwor|Thamel|Lazimpat|Maharajgunj',
      unit: 'Flat 4B|Flat A-3|Flat # 12|Apt 5|Office 302|Office # 12|Shop 14|Shop # 7|Suite 12|Room 304|Apartment 7C',
      level: '1st Floor|2nd Floor|3rd floor|Ground Floor|Level 5|Level-7|4th Flr',
      house:
        '$ Tower|$ Plaza|$ Centre|$ Market|$ Bhaban|$ Mansion|$ Apartments|$ Hospital|$ School|$ Pharmacy|$ Traders|$ House|$ Villa|$ Complex|$ Shopping Mall',
      near: 'Near $ Mosque|Opp. $ Bank|near $ Chowk|Opposite $ School|Behind $ Hospital|Near $ Bus Stop|Near Clock Tower',
      state_district: 'Dist: $|District $|Upazila: $|Thana $|Tehsil $|$ District|P.S. $',
    },
  },
];
